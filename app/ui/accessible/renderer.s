// This file lets a function have no body here.
