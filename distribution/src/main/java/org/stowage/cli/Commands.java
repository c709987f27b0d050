package org.stowage.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stowage.cli.cache.CacheAdoptCommand;
import org.stowage.cli.cache.CacheListCommand;
import org.stowage.cli.cache.CachePinCommand;
import org.stowage.cli.cache.CachePruneCommand;
import org.stowage.cli.cache.CacheUnpinCommand;
import org.stowage.cli.cache.CacheVerifyCommand;
import org.stowage.cli.cache.CacheWarmCommand;
import org.stowage.cli.config.ConfigShowCommand;
import org.stowage.cli.datastore.DatastoreEvacuateCommand;
import org.stowage.cli.datastore.DatastoreListCommand;
import org.stowage.cli.disk.DiskConnectCommand;
import org.stowage.cli.disk.DiskCreateCommand;
import org.stowage.cli.disk.DiskDeleteCommand;
import org.stowage.cli.disk.DiskDisconnectCommand;
import org.stowage.cli.disk.DiskExtendCommand;
import org.stowage.cli.disk.DiskListCommand;
import org.stowage.cli.disk.DiskSnapshotCommand;
import org.stowage.cli.doctor.DoctorCommand;
import org.stowage.cli.fleet.ApplyCommand;
import org.stowage.cli.image.ConvertCommand;
import org.stowage.cli.image.InspectCommand;
import org.stowage.cli.image.VerifyCommand;
import org.stowage.cli.instance.DeployCommand;
import org.stowage.cli.instance.DestroyCommand;
import org.stowage.cli.instance.ListCommand;
import org.stowage.cli.instance.PlanCommand;
import org.stowage.cli.instance.ReconcileCommand;
import org.stowage.cli.instance.RescueCommand;
import org.stowage.cli.instance.ResizeCommand;
import org.stowage.cli.instance.ShowCommand;
import org.stowage.cli.instance.SnapshotCommand;
import org.stowage.cli.instance.UnrescueCommand;
import org.stowage.cli.migrate.MigrateEvacuateCommand;
import org.stowage.cli.migrate.MigrateFinishCommand;
import org.stowage.cli.migrate.MigratePrepareCommand;
import org.stowage.cli.migrate.MigrateRollbackCommand;
import org.stowage.cli.plugin.PluginDisableCommand;
import org.stowage.cli.plugin.PluginEnableCommand;
import org.stowage.cli.plugin.PluginInstallCommand;
import org.stowage.cli.plugin.PluginListCommand;
import org.stowage.cli.plugin.PluginLockCommand;
import org.stowage.cli.plugin.PluginRemoveCommand;
import org.stowage.cli.plugin.PluginShowCommand;
import org.stowage.cli.plugin.PluginVerifyCommand;
import org.stowage.runtime.config.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands. Only the one that runs is modelled, by {@link #line}: to read the annotations of
 * all of them takes longer than the shorter ones run, so {@link #overview} and {@link #everything}
 * are for those who ask.
 */
public final class Commands {

  private static final String PROGRAM = "stowage";

  private static final Map<String, Class<? extends Action>> ACTIONS = new LinkedHashMap<>();
  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    ACTIONS.put("deploy", DeployCommand.class);
    ACTIONS.put("plan", PlanCommand.class);
    ACTIONS.put("apply", ApplyCommand.class);
    ACTIONS.put("list", ListCommand.class);
    ACTIONS.put("show", ShowCommand.class);
    ACTIONS.put("snapshot", SnapshotCommand.class);
    ACTIONS.put("destroy", DestroyCommand.class);
    ACTIONS.put("resize", ResizeCommand.class);
    ACTIONS.put("rescue", RescueCommand.class);
    ACTIONS.put("unrescue", UnrescueCommand.class);
    ACTIONS.put("reconcile", ReconcileCommand.class);
    ACTIONS.put("migrate prepare", MigratePrepareCommand.class);
    ACTIONS.put("migrate finish", MigrateFinishCommand.class);
    ACTIONS.put("migrate rollback", MigrateRollbackCommand.class);
    ACTIONS.put("migrate evacuate", MigrateEvacuateCommand.class);
    ACTIONS.put("image inspect", InspectCommand.class);
    ACTIONS.put("image convert", ConvertCommand.class);
    ACTIONS.put("image verify", VerifyCommand.class);
    ACTIONS.put("datastore list", DatastoreListCommand.class);
    ACTIONS.put("datastore evacuate", DatastoreEvacuateCommand.class);
    ACTIONS.put("cache list", CacheListCommand.class);
    ACTIONS.put("cache warm", CacheWarmCommand.class);
    ACTIONS.put("cache pin", CachePinCommand.class);
    ACTIONS.put("cache unpin", CacheUnpinCommand.class);
    ACTIONS.put("cache prune", CachePruneCommand.class);
    ACTIONS.put("cache verify", CacheVerifyCommand.class);
    ACTIONS.put("cache adopt", CacheAdoptCommand.class);
    ACTIONS.put("disk create", DiskCreateCommand.class);
    ACTIONS.put("disk list", DiskListCommand.class);
    ACTIONS.put("disk connect", DiskConnectCommand.class);
    ACTIONS.put("disk disconnect", DiskDisconnectCommand.class);
    ACTIONS.put("disk extend", DiskExtendCommand.class);
    ACTIONS.put("disk snapshot", DiskSnapshotCommand.class);
    ACTIONS.put("disk delete", DiskDeleteCommand.class);
    ACTIONS.put("plugin list", PluginListCommand.class);
    ACTIONS.put("plugin show", PluginShowCommand.class);
    ACTIONS.put("plugin verify", PluginVerifyCommand.class);
    ACTIONS.put("plugin install", PluginInstallCommand.class);
    ACTIONS.put("plugin remove", PluginRemoveCommand.class);
    ACTIONS.put("plugin enable", PluginEnableCommand.class);
    ACTIONS.put("plugin disable", PluginDisableCommand.class);
    ACTIONS.put("plugin lock", PluginLockCommand.class);
    ACTIONS.put("doctor", DoctorCommand.class);
    ACTIONS.put("config show", ConfigShowCommand.class);
    GROUPS.put("migrate", "Lets instances change their libvirt host.");
    GROUPS.put("image", "Looks into images and converts them.");
    GROUPS.put("datastore", "Looks at datastores, and frees them for maintenance.");
    GROUPS.put("cache", "Looks after the images kept on datastores.");
    GROUPS.put("disk", "Makes disks of instances on block volumes, and connects them.");
    GROUPS.put("plugin", "Looks at plugins, and changes which there are.");
    GROUPS.put("config", "Looks at the configuration.");
  }

  private Commands() {}

  static boolean isGroup(String word) {
    return GROUPS.containsKey(word);
  }

  /** Whether these words are a command that works with plugins. */
  static boolean needsPlugins(Words words) {
    return ACTIONS.containsKey(words.name())
        && !words.command().get(0).equals("config")
        && (!words.command().get(0).equals("plugin") || words.name().equals("plugin list"));
  }

  /** The command of some words, without its options; empty when there is none. */
  static Optional<CommandLine> line(Words words) {
    return Optional.ofNullable(ACTIONS.get(words.name()))
        .map(action -> named(new CommandLine(action), PROGRAM + " " + words.name()));
  }

  /** Everything there is, or a whole group, for its help; empty for words that name neither. */
  static Optional<CommandLine> overview(Words words) {
    if (words.command().isEmpty()) {
      CommandSpec root = CommandSpec.forAnnotatedObject(new StowageCommand());
      ACTIONS.keySet().stream()
          .map(name -> name.split(" ")[0])
          .distinct()
          .forEach(word -> root.addSubcommand(word, isGroup(word) ? group(word) : leaf(word)));
      root.addSubcommand(Words.HELP, HelpCommand.spec(ACTIONS.keySet()));
      return Optional.of(named(new CommandLine(root), PROGRAM));
    }
    return Optional.of(words.name())
        .filter(Commands::isGroup)
        .map(group -> named(new CommandLine(group(group)), PROGRAM + " " + group));
  }

  /** The whole command, each part with the options that all of them take; to be read, not run. */
  public static CommandSpec everything() {
    CommandSpec root = overview(Words.of()).orElseThrow().getCommandSpec();
    addGlobalOptions(root);
    return root;
  }

  private static void addGlobalOptions(CommandSpec spec) {
    spec.addMixin("global", CommandSpec.forAnnotatedObject(new GlobalOptions()));
    spec.subcommands().values().forEach(each -> addGlobalOptions(each.getCommandSpec()));
  }

  /** The words that were probably meant; empty when nothing is near. */
  static Optional<String> meant(Words words) {
    String first = words.command().get(0);
    if (!isGroup(first)) {
      return Suggestion.nearest(
          first, Stream.concat(ACTIONS.keySet().stream(), GROUPS.keySet().stream()).toList());
    }
    return Suggestion.nearest(words.name(), verbs(first).map(verb -> first + " " + verb).toList());
  }

  private static CommandLine named(CommandLine line, String name) {
    line.getCommandSpec().name(name);
    return line;
  }

  private static CommandSpec group(String name) {
    CommandSpec group = CommandSpec.create();
    group.usageMessage().description(GROUPS.get(name));
    verbs(name).forEach(verb -> group.addSubcommand(verb, leaf(name + " " + verb)));
    return group;
  }

  private static CommandSpec leaf(String name) {
    return new CommandLine(ACTIONS.get(name)).getCommandSpec();
  }

  private static Stream<String> verbs(String group) {
    return ACTIONS.keySet().stream()
        .filter(name -> name.startsWith(group + " "))
        .map(name -> name.substring(group.length() + 1));
  }
}
