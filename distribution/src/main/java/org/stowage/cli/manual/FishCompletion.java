package org.stowage.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes what fish completes: one {@code complete} for each word that may stand somewhere. */
final class FishCompletion {

  private final List<String> lines = new ArrayList<>();

  static String of(Topic everything) {
    FishCompletion completion = new FishCompletion();
    completion.begin(everything);
    everything.all().forEach(completion::add);
    return String.join("\n", completion.lines) + "\n";
  }

  /** The function that finds out which command stands before the cursor. */
  private void begin(Topic everything) {
    String groups = names(everything.parts().stream().filter(topic -> !topic.parts().isEmpty()));
    String options =
        everything.options().stream()
            .filter(Topic::takesValue)
            .flatMap(option -> Stream.of(option.names()))
            .collect(Collectors.joining(" "));
    lines.add(
        """
        # Completions of the stowage command for fish.

        function __stowage_at
            set -l tokens (commandline -opc)
            set -l words
            set -l is_value 0
            for token in $tokens[2..-1]
                if test $is_value = 1
                    set is_value 0
                else if contains -- $token %s
                    set is_value 1
                else if not string match -q -- '-*' $token
                    set -a words $token
                    contains -- "$words" %s; or break
                end
            end
            test "$words" = "$argv"
        end

        complete -c stowage -f"""
            .formatted(options, groups));
  }

  private void add(Topic topic) {
    String at = "complete -c stowage -n " + quoted("__stowage_at " + topic.words());
    for (Topic part : topic.parts()) {
      lines.add(at + " -a " + part.spec().name() + " -d " + quoted(part.summary()));
    }
    for (OptionSpec option : topic.options()) {
      String names =
          Stream.of(option.names())
              .map(
                  name ->
                      name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.charAt(1))
              .collect(Collectors.joining(" "));
      String value = Topic.takesValue(option) ? " -r" + values(option) : "";
      lines.add(at + " " + names + value + " -d " + quoted(Topic.description(option)));
    }
    topic.parameters().stream()
        .map(FishCompletion::values)
        .filter(values -> !values.equals(" -f"))
        .distinct()
        .forEach(values -> lines.add(at + values));
  }

  private static String values(ArgSpec argument) {
    List<String> choices = Topic.choices(argument);
    if (choices.isEmpty()) {
      return Topic.isFile(argument) ? " -F" : " -f";
    }
    return " -f -a " + quoted(String.join(" ", choices));
  }

  private static String names(Stream<Topic> topics) {
    return topics.map(topic -> topic.spec().name()).collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
