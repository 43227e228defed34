package library

// Schema is the version of the database's schema that this program writes. It
// grows with every migration.
func Schema() int {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return 0 // Open says what is wrong with them
	}
	return len(steps)
}
