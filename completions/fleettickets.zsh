# Completion of inc, crq and migrate in zsh: add `. /path/to/completions/fleettickets.zsh` to ~/.zshrc, after compinit.
# The programs know their words themselves; where they know none, names of files are completed.

_fleettickets() {
  local line="${(j: :)words[1,CURRENT]}"
  local -a answers
  answers=("${(@f)$(command "${words[1]/#\~\//$HOME/}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
  # An empty word is answered by shorthands of --help as well.
  answers=(${answers:#(-[?h]|/*|)})
  compadd -a answers || _files
}

compdef _fleettickets inc crq migrate
