_lookbook() {
  local words
  case "${COMP_WORDS[1]}" in
@commands
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words=@names; fi
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _lookbook lookbook
