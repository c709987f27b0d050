package org.stowage.cli.manual;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** Writes manual pages, in the language of man(7). */
final class ManualPage {

  private final StringBuilder page = new StringBuilder();
  private final Topic topic;

  private ManualPage(Topic topic) {
    this.topic = topic;
  }

  /** The name of its page, without the section. */
  static String name(Topic topic) {
    return topic.name().replace(' ', '-');
  }

  /**
   * @param everything what the topic is part of, which says how commands end
   * @param version of the product
   * @param date of the page, such as 2025-01-31
   */
  static String of(Topic topic, Topic everything, String version, String date) {
    ManualPage page = new ManualPage(topic);
    page.line(".TH", name(topic).toUpperCase(Locale.ROOT), "1", date, version, "Stowage");
    page.section("NAME").text(name(topic)).raw(" \\- ").text(topic.summary()).raw("\n");
    page.synopsis();
    page.section("DESCRIPTION").text(topic.description()).raw("\n");
    page.parts();
    page.arguments();
    page.examples();
    page.exitStatus(everything);
    page.seeAlso(everything);
    return page.page.toString();
  }

  private void synopsis() {
    section("SYNOPSIS").bold(topic.name());
    topic.options().stream().filter(OptionSpec::required).forEach(option -> raw(" ").names(option));
    raw(" [").italic("OPTION").raw("]...");
    topic
        .parameters()
        .forEach(
            each ->
                raw(each.required() ? " " : " [")
                    .italic(each.paramLabel())
                    .raw(each.required() ? "" : "]"));
    if (!topic.parts().isEmpty()) {
      raw(" ").italic("COMMAND").raw(" ...");
    }
    raw("\n");
  }

  private void parts() {
    if (topic.parts().isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (Topic part : topic.parts()) {
      raw(".TP\n").bold(name(part)).raw("(1)\n").text(part.description()).raw("\n");
    }
  }

  private void arguments() {
    if (!topic.parameters().isEmpty()) {
      section("ARGUMENTS");
      topic
          .parameters()
          .forEach(
              each ->
                  raw(".TP\n")
                      .italic(each.paramLabel())
                      .raw("\n")
                      .text(Topic.description(each))
                      .raw("\n"));
    }
    section("OPTIONS");
    for (OptionSpec option : topic.options()) {
      raw(".TP\n").names(option).raw("\n").text(Topic.description(option)).raw("\n");
    }
  }

  private void examples() {
    if (!topic.examples().isEmpty()) {
      section("EXAMPLES").raw(".EX\n");
      topic.examples().forEach(line -> code(line).raw("\n"));
      raw(".EE\n");
    }
  }

  private void exitStatus(Topic everything) {
    section("EXIT STATUS");
    everything
        .spec()
        .usageMessage()
        .exitCodeList()
        .forEach(
            (status, text) -> raw(".TP\n").bold(status.strip()).raw("\n").text(text).raw("\n"));
  }

  private void seeAlso(Topic everything) {
    List<Topic> above = everything.all().filter(each -> each.parts().contains(topic)).toList();
    Stream<Topic> beside =
        above.stream()
            .filter(each -> !each.equals(everything))
            .flatMap(each -> each.parts().stream());
    section("SEE ALSO")
        .raw(
            Stream.of(above.stream(), beside, topic.parts().stream())
                .flatMap(each -> each)
                .filter(each -> !each.equals(topic))
                .map(each -> ".BR " + escaped(name(each)) + " (1)")
                .collect(Collectors.joining(" ,\n")))
        .raw("\n");
  }

  private ManualPage names(OptionSpec option) {
    for (int i = 0; i < option.names().length; i++) {
      raw(i == 0 ? "" : ", ").bold(option.names()[i]);
    }
    return Topic.takesValue(option) ? raw("=").italic(option.paramLabel()) : this;
  }

  private void line(String macro, String... arguments) {
    raw(macro);
    for (String argument : arguments) {
      raw(" \"").raw(escaped(argument)).raw("\"");
    }
    raw("\n");
  }

  private ManualPage section(String title) {
    line(".SH", title);
    return this;
  }

  private ManualPage bold(String text) {
    return raw("\\fB").code(text).raw("\\fR");
  }

  private ManualPage italic(String text) {
    return raw("\\fI").code(text).raw("\\fR");
  }

  private ManualPage text(String text) {
    return raw(escaped(text));
  }

  /** Words to be typed, in which a hyphen is a minus sign. */
  private ManualPage code(String text) {
    return raw(escaped(text).replace("-", "\\-"));
  }

  private ManualPage raw(String roff) {
    page.append(roff);
    return this;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '\'' -> escaped.append("\\(aq");
                case '"' -> escaped.append("\\(dq");
                case '~' -> escaped.append("\\(ti");
                case '^' -> escaped.append("\\(ha");
                default -> {
                  if (c < 128) {
                    escaped.append((char) c);
                  } else {
                    escaped.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return (text.startsWith(".") ? "\\&" : "") + escaped;
  }
}
