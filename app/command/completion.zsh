#compdef lookbook
autoload -U +X bashcompinit && bashcompinit
