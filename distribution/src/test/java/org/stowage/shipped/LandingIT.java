package org.stowage.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.runtime.config.Password;
import org.stowage.runtime.config.TargetConfig.Endpoint;
import org.stowage.runtime.config.TargetConfig.Patience;
import org.stowage.runtime.config.TargetConfig.Rules;
import org.stowage.runtime.config.TargetConfig.Trust;
import org.stowage.runtime.config.TargetConfig.Vsphere;
import org.stowage.runtime.image.FormatRegistry;
import org.stowage.runtime.local.LocalDatastore;
import org.stowage.runtime.local.LocalTarget;
import org.stowage.runtime.plugin.PluginHost;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.vsphere.VsphereTarget;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.LandingContract;
import org.stowage.testkit.datastore.PortsUnderTest;
import org.stowage.testkit.lab.LabVcenter;

/** Every datastore type that is shipped, with every format, on every target. */
class LandingIT {

  private static PluginHost plugins;
  private static FormatRegistry formats;

  @BeforeAll
  static void loadPlugins() throws IOException {
    plugins =
        PluginHost.open(Path.of(System.getProperty("stowage.distribution.folder"), "plugins"));
    formats = new FormatRegistry(plugins.diskFormats());
  }

  @AfterAll
  static void unloadPlugins() throws IOException {
    plugins.close();
  }

  private static Optional<DatastoreType> serving(String typeName) {
    return plugins.datastoreTypes().stream()
        .filter(type -> type.traits().serves(typeName))
        .findFirst();
  }

  private static Optional<DatastoreTraits> traits(String typeName) {
    return serving(typeName).map(DatastoreType::traits);
  }

  abstract static class OfShippedTypes extends LandingContract {

    @Parameter String typeName;
    @TempDir Path folder;

    @Override
    protected DatastoreType type() {
      return serving(typeName).orElseThrow();
    }
  }

  @Nested
  @ParameterizedClass
  @ValueSource(strings = {"VMFS", "NFS", "NFS41", "vsan", "VVOL"})
  class OnFolders extends OfShippedTypes {

    @Override
    protected PortsUnderTest open() throws IOException {
      Path place = Files.createDirectory(folder.resolve("datastore"));
      LocalDatastore datastore =
          new LocalDatastore("ds", typeName, place, OptionalLong.empty(), false);
      return new OnTarget(
          new LocalTarget("local", List.of(datastore), LandingIT::traits, formats), "ds", folder);
    }
  }

  @Nested
  @ParameterizedClass
  @ValueSource(strings = {"VMFS", "NFS", "NFS41", "vsan", "VVOL"})
  class OnLabVcenter extends OfShippedTypes {

    private static LabVcenter lab;
    private static VsphereTarget target;
    private static List<String> machinesAtFirst;

    @BeforeAll
    static void startLab() throws IOException {
      lab = LabVcenter.start();
      machinesAtFirst = lab.state().machines();
      URI url = URI.create(lab.url());
      Endpoint endpoint =
          new Endpoint(
              url.getHost(),
              url.getPort(),
              lab.username(),
              Password.known("the lab", lab.password()),
              new Trust(List.of(lab.caFile()), null, false));
      target =
          new VsphereTarget(
              new Vsphere("lab", Rules.USUAL, endpoint, null, null, Patience.USUAL, "_vmware_base"),
              LandingIT::traits,
              formats);
    }

    @AfterAll
    static void endLab() throws IOException {
      if (lab != null) { // a machine without the lab skips this
        target.close();
        lab.close();
      }
    }

    /** Which no port shows: a disk is imported as one. */
    @AfterEach
    void noMachineIsLeft() throws IOException {
      assertEquals(machinesAtFirst, lab.state().machines());
      assertEquals(0, lab.state().leases());
    }

    @Override
    protected PortsUnderTest open() {
      return new OnTarget(target, typeName.toLowerCase(Locale.ROOT) + "-1", folder);
    }
  }

  private record OnTarget(Target target, String datastore, Path images) implements PortsUnderTest {

    @Override
    public DatastorePorts ports() {
      try {
        return target.ports(datastore);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public DiskImage image(String format, byte[] content) throws IOException {
      Path file = images.resolve(format.equals("raw") ? "image.raw" : "image.vmdk");
      DiskSpec spec = new DiskSpec(content.length, AdapterType.LSILOGIC);
      try (DiskSink sink =
          formats
              .writable(format)
              .create(spec, FolderImageTarget.of(file), new WriteOptions(1, 2))) {
        sink.write(0, ByteBuffer.wrap(content));
        sink.finish();
      }
      return formats.open(FileImageSource.of(file), ImageProperties.NONE);
    }

    @Override
    public byte[] read(DatastorePath disk) throws IOException {
      try (DiskImage image = target.open(disk, new TestTransfer(2));
          RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes())) {
        image.copyTo(sink, new TestTransfer(2));
        return sink.content();
      }
    }
  }
}
