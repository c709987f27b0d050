package org.stowage.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line that name the command, such as {@code image convert}, told apart from
 * its options and parameters. Options may stand anywhere between them. {@code help} before a
 * command is the same as {@code --help} after it.
 *
 * @param command one word; two after the name of a group; none when only options are given
 * @param rest everything else, in its order
 */
record Words(List<String> command, List<String> rest) {

  static final String HELP = "help";

  static Words of(String... args) {
    List<String> command = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    boolean more = true;
    boolean help = false;
    for (int i = 0; i < args.length; i++) {
      if (more && GlobalOptions.WITH_VALUE.contains(args[i]) && i + 1 < args.length) {
        rest.add(args[i++]);
        rest.add(args[i]);
      } else if (command.isEmpty() && args[i].equals(HELP)) {
        help = true;
      } else if (more && !args[i].startsWith("-")) {
        command.add(args[i]);
        more = command.size() == 1 && Commands.isGroup(args[i]);
      } else {
        rest.add(args[i]);
      }
    }
    if (help) {
      rest.add("--help");
    }
    return new Words(List.copyOf(command), List.copyOf(rest));
  }

  /** The command as one types it. */
  String name() {
    return command.isEmpty() ? "" : String.join(" ", command);
  }
}
