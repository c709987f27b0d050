package org.stowage.cli.manual;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the file that zsh completes by: one function a command, which calls {@code _arguments}.
 */
final class ZshCompletion {

  private ZshCompletion() {}

  static String of(Topic everything) {
    return "#compdef stowage\n"
        + everything.all().map(ZshCompletion::function).collect(Collectors.joining())
        + "\n_stowage \"$@\"\n";
  }

  private static String function(Topic topic) {
    return "\n"
        + functionName(topic)
        + "() {\n"
        + (topic.parts().isEmpty() ? arguments(topic) : parts(topic))
        + "}\n";
  }

  private static String arguments(Topic topic) {
    return call(
        "_arguments -s -S",
        Stream.concat(
            topic.options().stream().map(ZshCompletion::option),
            topic.parameters().stream().map(ZshCompletion::parameter)));
  }

  private static String parts(Topic topic) {
    String words =
        topic.parts().stream()
            .map(part -> "    " + quoted(part.spec().name() + ":" + part.summary()) + "\n")
            .collect(Collectors.joining());
    return "  local state line\n  typeset -A opt_args\n"
        + call(
            "_arguments -C -s",
            Stream.concat(
                topic.options().stream().map(ZshCompletion::option),
                Stream.of(quoted(": :->part"), quoted("*:: :->rest"))))
        + """
          local -a parts=(
        %s  )
          case $state in
            part) _describe -t commands '%s command' parts ;;
            rest) (( $+functions[%s_$line[1]] )) && %s_$line[1] ;;
          esac
        """
            .formatted(words, topic.name(), functionName(topic), functionName(topic));
  }

  private static String call(String command, Stream<String> arguments) {
    return "  "
        + command
        + arguments.map(argument -> " \\\n    " + argument).collect(Collectors.joining())
        + "\n";
  }

  private static String option(OptionSpec option) {
    boolean takesValue = Topic.takesValue(option);
    List<String> names =
        Stream.of(option.names())
            .map(name -> name + (takesValue ? name.startsWith("--") ? "=" : "+" : ""))
            .toList();
    String spec =
        "["
            + plain(Topic.description(option)).replace("[", "\\[").replace("]", "\\]")
            + "]"
            + (takesValue ? value(option, option.paramLabel()) : "");
    if (Topic.isRepeatable(option)) {
      return names.stream()
          .map(name -> quoted("*" + name + spec))
          .collect(Collectors.joining(" \\\n    "));
    }
    return names.size() == 1
        ? quoted(names.get(0) + spec)
        : quoted("(" + String.join(" ", option.names()) + ")")
            + "{"
            + String.join(",", names)
            + "}"
            + quoted(spec);
  }

  private static String parameter(PositionalParamSpec parameter) {
    return quoted((parameter.required() ? "" : ":") + value(parameter, parameter.paramLabel()));
  }

  private static String value(ArgSpec argument, String label) {
    List<String> choices = Topic.choices(argument);
    String action =
        choices.isEmpty()
            ? Topic.isFile(argument) ? "_files" : " "
            : "(" + String.join(" ", choices) + ")";
    return ":" + plain(label) + ":" + action;
  }

  private static String functionName(Topic topic) {
    return "_" + topic.name().replace(' ', '_');
  }

  private static String plain(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
