# Types lines, each with a TAB at its end, into an interactive zsh, and prints the last word of what
# each has become. Arguments: the folder share, then the lines.
zmodload zsh/zpty
zpty shell "TERM=dumb PS1='READY>' zsh -f -i"

# Usage: type LINE PATTERN, of the answer; the zsh that answers otherwise makes the caller wait.
type() {
  zpty -w shell $1
  zpty -r shell answer "*$2*"
}

type "fpath=($1/zsh/site-functions \$fpath); autoload -Uz compinit; compinit -u -D
  stowage() { print -r -- \"LAST:\$@[-1]:\" }; print LOA''DED" LOADED
shift
for line; do
  type $line$'\t' 'LAST:*:'
  answer=${answer##*LAST:}
  print -r -- ${answer%%:*}
done
zpty -d shell
