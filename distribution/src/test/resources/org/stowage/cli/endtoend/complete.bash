# Completes lines as bash does at TAB, and prints the words offered for each.
# Arguments: the folder share, then the lines.
. "$1/bash-completion/completions/stowage"
shift
compopt() { :; }  # works at a prompt only
completed_by=$(complete -p stowage)
completed_by=${completed_by#*-F }
for line; do
  read -r -a COMP_WORDS <<< "$line"
  [[ $line != *' ' ]] || COMP_WORDS+=('')
  COMP_LINE=$line COMP_POINT=${#line} COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
  ${completed_by%% *} stowage "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
  echo "${COMPREPLY[*]}"
done
