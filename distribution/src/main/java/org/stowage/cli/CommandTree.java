package org.stowage.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stowage.cli.cache.CacheCommand;
import org.stowage.cli.config.ConfigCommand;
import org.stowage.cli.datastore.DatastoreCommand;
import org.stowage.cli.image.ImageCommand;
import org.stowage.cli.instance.DeployCommand;
import org.stowage.cli.instance.DestroyCommand;
import org.stowage.cli.instance.ListCommand;
import org.stowage.cli.instance.PlanCommand;
import org.stowage.cli.instance.ShowCommand;
import org.stowage.cli.plugin.PluginCommand;
import picocli.CommandLine;

/**
 * The commands below {@code stowage}, as far as some arguments may mean them: to read the
 * annotations of all of them would take longer than the shorter ones take to run.
 */
final class CommandTree {

  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("deploy", DeployCommand.class);
    COMMANDS.put("plan", PlanCommand.class);
    COMMANDS.put("list", ListCommand.class);
    COMMANDS.put("show", ShowCommand.class);
    COMMANDS.put("destroy", DestroyCommand.class);
    COMMANDS.put("image", ImageCommand.class);
    COMMANDS.put("datastore", DatastoreCommand.class);
    COMMANDS.put("cache", CacheCommand.class);
    COMMANDS.put("plugin", PluginCommand.class);
    COMMANDS.put("config", ConfigCommand.class);
  }

  private final List<String> meant;

  CommandTree(String... args) {
    meant = first(args).filter(COMMANDS::containsKey).map(List::of).orElse(List.copyOf(names()));
  }

  /** The first argument that is neither an option nor an option's value, unless help is wanted. */
  private static Optional<String> first(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (GlobalOptions.WITH_VALUE.contains(args[i])) {
        i++;
      } else if (GlobalOptions.HELP.contains(args[i])) {
        return Optional.empty();
      } else if (!args[i].startsWith("-")) {
        return Optional.of(args[i]);
      }
    }
    return Optional.empty();
  }

  /** The names of all commands, in the order of the help. */
  static Set<String> names() {
    return COMMANDS.keySet();
  }

  /** The command with those below it that the arguments may mean. */
  CommandLine under(StowageCommand root) {
    CommandLine line = new CommandLine(root);
    for (String name : meant) {
      line.addSubcommand(name, COMMANDS.get(name));
    }
    return line;
  }

  /** Whether the arguments name a command that works with plugins. */
  boolean needsPlugins() {
    return meant.size() == 1 && !meant.contains("config");
  }
}
