package org.stowage.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.ExitStatus;
import org.stowage.cli.log.LogOutput;
import org.stowage.cli.output.Console;
import org.stowage.cli.output.Failure;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the command, from its arguments to its exit status. Never ends the JVM. */
final class Run {

  private final Surroundings surroundings;
  private final Plugins plugins;
  private final GlobalOptions options = new GlobalOptions();

  Run(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.plugins = new Plugins(surroundings.pluginsFile(), surroundings.plugins());
  }

  int of(String... args) {
    Words words = Words.of(args);
    if (Commands.needsPlugins(words)) {
      plugins.openAhead();
    }
    Optional<CommandLine> line = Commands.line(words).or(() -> Commands.overview(words));
    if (line.isEmpty()) {
      return refuse(
          "there is no command 'stowage " + words.name() + "'",
          Commands.meant(words).map(meant -> "stowage " + meant),
          "stowage",
          args);
    }
    try {
      return execute(prepared(line.get()), words);
    } catch (ParameterException e) {
      return refuse(e, args);
    }
  }

  private CommandLine prepared(CommandLine line) {
    line.addMixin("global", options);
    line.getCommandSpec().versionProvider(new StowageVersion());
    return line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
  }

  private int execute(CommandLine line, Words words) {
    ParseResult parsed = line.parseArgs(words.rest().toArray(String[]::new));
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    if (!(line.getCommand() instanceof Action action)) {
      throw new ParameterException(line, "a command is missing after '" + name(line) + "'");
    }
    Console console = console(options.output == GlobalOptions.Output.json, options.quiet);
    if (options.verbose.length > 0) {
      LogOutput.verbose(options.verbose.length);
    }
    try (Interruption interruption = new Interruption(console)) {
      return run(action, console, interruption).status();
    }
  }

  private ExitStatus run(Action action, Console console, Interruption interruption) {
    Places places =
        Places.of(
            options.home, options.config, surroundings.environment(), surroundings.userHome());
    try (Session session = new Session(places, plugins, console, interruption)) {
      Result result = action.run(session);
      console.result(result);
      return result.exit();
    } catch (ParameterException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      Failure failure = Failure.of(e);
      console.failure(failure);
      if (options.verbose.length > 0) {
        console.stackTrace(e);
      }
      return failure.code().exit();
    }
  }

  private int refuse(ParameterException e, String... args) {
    CommandLine line = e.getCommandLine();
    if (e instanceof MissingParameterException && !line.getUnmatchedArguments().isEmpty()) {
      // A misspelt option is the cause, what is missing its consequence.
      return refuse(new UnmatchedArgumentException(line, line.getUnmatchedArguments()), args);
    }
    Optional<String> meant =
        e instanceof UnmatchedArgumentException unmatched
            ? Suggestion.nearest(
                unmatched.getUnmatched().get(0), line.getCommandSpec().optionsMap().keySet())
            : Optional.empty();
    return refuse(String.valueOf(e.getMessage()), meant, name(line), args);
  }

  private int refuse(String what, Optional<String> meant, String command, String... args) {
    String fix =
        meant.map(word -> "Did you mean " + word + "? ").orElse("")
            + "See '"
            + command
            + " --help'.";
    Failure failure = new Failure(CommonError.USAGE, what, fix);
    console(wantsJson(args), false).failure(failure);
    return failure.code().exit().status();
  }

  /** What was asked for in arguments that could not be understood as a whole. */
  private static boolean wantsJson(String... args) {
    String all = " " + String.join(" ", args) + " ";
    return all.matches(".* (-o ?=?|--output[ =])json .*");
  }

  private Console console(boolean json, boolean quiet) {
    return new Console(
        surroundings.out(), surroundings.err(), json, quiet, surroundings.terminalColumns());
  }

  private static String name(CommandLine line) {
    return line.getCommandSpec().name();
  }
}
