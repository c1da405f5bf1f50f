# Completion of inc, crq and migrate in bash: add `. /path/to/completions/fleettickets.bash` to ~/.bashrc.
# The programs know their words themselves; where they know none, names of files are completed.

_fleettickets() {
  local line=${COMP_LINE:0:COMP_POINT} word=$2 program
  program=$(type -P -- "${1/#\~\//$HOME/}") || return
  # Answers hold whatever contains the word; an empty word is answered by shorthands of --help as well.
  mapfile -t COMPREPLY < <("$program" "[suggest:${#line}]" "$line" 2>/dev/null | while IFS= read -r answer; do
    case $answer in '-?' | -h | /*) ;; "$word"*) printf '%s\n' "$answer" ;; esac
  done)
}

complete -o bashdefault -o default -F _fleettickets inc crq migrate
