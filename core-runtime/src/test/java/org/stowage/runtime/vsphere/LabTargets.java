package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.runtime.config.Password;
import org.stowage.runtime.config.TargetConfig.Endpoint;
import org.stowage.runtime.config.TargetConfig.Patience;
import org.stowage.runtime.config.TargetConfig.Rules;
import org.stowage.runtime.config.TargetConfig.Trust;
import org.stowage.runtime.config.TargetConfig.Vsphere;
import org.stowage.runtime.local.TestImages;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.lab.Govc;
import org.stowage.testkit.lab.LabVcenter;

/** A lab vCenter, empty, and any number of targets on it, each with a session of its own. */
final class LabTargets implements AutoCloseable {

  private static final List<DatastoreTraits> TYPES =
      List.of(
          new DatastoreTraits(
              Set.of("VMFS", "NFS", "NFS41"), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, 512),
          new DatastoreTraits(Set.of("vsan"), DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, 512),
          new DatastoreTraits(
              Set.of("VVOL"), DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, 1 << 20));

  private final Path folder;
  private final LabVcenter lab;
  private final List<VsphereTarget> opened = new ArrayList<>();

  /**
   * @param folder for images on their way
   */
  LabTargets(Path folder) throws IOException {
    this.folder = folder;
    this.lab = LabVcenter.start();
  }

  /** As another process would have it. */
  VsphereTarget open() {
    try {
      VsphereTarget target = new VsphereTarget(config(), LabTargets::traitsOf, new ToRaw(folder));
      opened.add(target);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Vsphere config() {
    URI url = URI.create(lab.url());
    return new Vsphere(
        "lab",
        Rules.USUAL,
        new Endpoint(
            url.getHost(),
            url.getPort(),
            lab.username(),
            Password.known("the lab", lab.password()),
            new Trust(List.of(lab.caFile()), null, false)),
        null,
        null,
        Patience.USUAL,
        "_vmware_base");
  }

  private static Optional<DatastoreTraits> traitsOf(String typeName) {
    return TYPES.stream().filter(traits -> traits.serves(typeName)).findFirst();
  }

  /** Makes a machine that nobody calls an instance. */
  void makeForeignMachine(String name, String datastore) throws IOException {
    try {
      new Govc(folder, lab.environment())
          .run("vm.create", "-on=false", "-net", "VM Network", "-ds", datastore, name);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Reads a disk from the lab's folders, parents included. */
  byte[] read(DatastorePath disk) throws IOException {
    Path datastore = lab.folder(disk.datastore());
    return TestImages.content(
        Files.exists(datastore.resolve(disk.path()))
            ? datastore.resolve(disk.path())
            : inNamespace(datastore, disk.path()),
        datastore.getParent());
  }

  /** The lab, too, calls a namespace's folder by its id. */
  private static Path inNamespace(Path datastore, String path) throws IOException {
    String below = path.substring(path.indexOf('/') + 1);
    try (Stream<Path> namespaces = Files.list(datastore)) {
      return namespaces
          .map(namespace -> namespace.resolve(below))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new NoSuchFileException(path));
    }
  }

  @Override
  public void close() throws IOException {
    for (VsphereTarget target : opened) {
      target.close();
    }
    lab.close();
  }

  /** Lays disks out as raw files, which is what the routes into a data file want. */
  private record ToRaw(Path folder) implements DiskFormats {

    @Override
    public DiskImage open(ImageSource source, ImageProperties declared) {
      throw new AssertionError("targets open no images");
    }

    @Override
    public DiskImage convert(DiskImage image, String format, DiskSpec spec) throws IOException {
      try (RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes())) {
        image.copyTo(sink, new TestTransfer(2));
        int capacityBytes = Math.toIntExact(spec.capacityBytes());
        return TestImages.make(folder, format, Arrays.copyOf(sink.content(), capacityBytes));
      }
    }
  }
}
