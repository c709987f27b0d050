# Completes lines as fish does at TAB, and prints the words offered for each.
# Arguments: the folder share, then the lines.
source $argv[1]/fish/vendor_completions.d/stowage.fish
for line in $argv[2..-1]
    string join -- ' ' (complete -C $line | string replace -r '\t.*' '')
end
true # string fails where it had nothing to change
