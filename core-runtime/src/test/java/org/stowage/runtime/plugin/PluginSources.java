package org.stowage.runtime.plugin;

import org.stowage.testkit.PluginJar;

/** Sources of the small plugins that tests pack. */
final class PluginSources {

  private static final String IMPORTS =
      """
      import java.io.IOException;
      import org.stowage.api.*;
      import org.stowage.api.datastore.*;
      import org.stowage.api.disk.*;
      import org.stowage.api.ephemeral.*;
      import com.google.inject.*;
      """;

  private PluginSources() {}

  /** A plugin that is fit, with one format whose id is the plugin's. */
  static PluginJar fit(String id) {
    return PluginJar.ofId(id).source("acme.Format", format("Format", id, ""));
  }

  /**
   * A format that recognises nothing.
   *
   * @param members added to the class; may hold another {@code open}
   */
  static String format(String className, String id, String members) {
    String open =
        members.contains("DiskImage open(")
            ? ""
            : """
              public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
                throw new IOException("nothing to open");
              }
              """;
    return type(
        "@org.pf4j.Extension public class " + className + " implements DiskFormat",
        """
        public String id() { return "%s"; }
        public Recognition recognise(ImageHead head) { return Recognition.NONE; }
        """
                .formatted(id)
            + open
            + members);
  }

  static String datastoreType(String className, String id, String typeName) {
    return type(
        "@org.pf4j.Extension public class " + className + " implements DatastoreType",
        """
        public String id() { return "%s"; }
        public DatastoreTraits traits() {
          return new DatastoreTraits(java.util.Set.of("%s"), DatastoreTraits.DataFiles.ADDRESSABLE,
              DatastoreTraits.TopLevelFolders.PLAIN, 512);
        }
        public Landing judge(DiskFacts image, boolean convert) {
          return new Landing.Accepted(image.capacityBytes(), null);
        }
        public void land(DiskImage image, Landing.Accepted landing, BaseDisk disk,
            DatastorePorts ports, Transfer transfer) throws IOException {}
        """
            .formatted(id, typeName));
  }

  static String ephemeralBackend(String className, String id) {
    return type(
        "@org.pf4j.Extension public class " + className + " implements EphemeralBackend",
        """
        public String id() { return "%s"; }
        public String optionsTable() { return "%s"; }
        public String volumeName(InstanceDisk disk, VolumeUse use) { return disk.name(); }
        public EphemeralVolumes open(java.util.Map<String, Object> options) {
          throw new IllegalStateException();
        }
        """
            .formatted(id, id));
  }

  /** Any other class of the package {@code acme}. */
  static String type(String declaration, String members) {
    return "package acme;\n" + IMPORTS + declaration + " {\n" + members + "\n}\n";
  }

  /** The plugin's own class. */
  static String plugin(String className, String members) {
    return type("public class " + className + " extends org.pf4j.Plugin", members);
  }

  static String module(String className, String configure) {
    return type(
        "public class " + className + " extends AbstractModule",
        "protected void configure() { " + configure + " }");
  }
}
