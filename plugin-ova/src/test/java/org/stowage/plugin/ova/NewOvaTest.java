package org.stowage.plugin.ova;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.NewPackage;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.api.disk.WritableContainer;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.testkit.disk.WritableContainerContract;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.TarBuilder;

class NewOvaTest extends WritableContainerContract {

  private static final int CAPACITY = 1 << 20;

  @TempDir Path archives;

  @Override
  protected WritableContainer container() {
    return new OvaFormat();
  }

  @Override
  protected WritableFormat diskFormat() {
    return new StreamDisk();
  }

  @Override
  protected boolean opensStreams() {
    return true;
  }

  private static PackagedMachine machine(String name) {
    DiskSpec disk = new DiskSpec(CAPACITY, AdapterType.PVSCSI);
    return new PackagedMachine(name, 2, 512, disk, "streamOptimized");
  }

  private Path write(String machine, byte[] disk) throws IOException {
    Path file = archives.resolve("vm.ova");
    try (NewPackage made = container().begin(machine(machine), FolderImageTarget.of(file))) {
      try (OutputStream out = made.disk().open()) {
        out.write(disk, 0, disk.length / 2);
        for (int i = disk.length / 2; i < disk.length; i++) {
          out.write(disk[i]);
        }
      }
      made.finish(OptionalLong.of(65536));
    }
    return file;
  }

  @Test
  void writesWhatAnIndependentBuilderWouldByteForByte() throws IOException {
    byte[] disk = TinyDisk.bytes(CAPACITY);
    byte[] made = Files.readAllBytes(write("web-1", disk));

    OvaBuilder expected =
        new OvaBuilder()
            .member("web-1.ovf", member(made, "web-1.ovf"))
            .manifest("web-1.mf", "SHA256")
            .member("web-1-disk1.vmdk", disk);

    assertEquals(new String(expected.bytes(), ISO_8859_1), new String(made, ISO_8859_1));
    assertEquals(expected.manifestText(), new String(member(made, "web-1.mf"), UTF_8));
  }

  @Test
  void packsAsManyZerosBehindTheDiskAsAreDue() throws IOException {
    for (int length : new int[] {0, 1, 511, 512, 513, 5119, 5120, 6000}) {
      byte[] disk = new byte[length];
      byte[] made = Files.readAllBytes(write("vm", disk));
      byte[] expected =
          new TarBuilder()
              .file("vm.ovf", member(made, "vm.ovf"))
              .file("vm.mf", member(made, "vm.mf"))
              .file("vm-disk1.vmdk", disk)
              .bytes();
      assertEquals(new String(expected, ISO_8859_1), new String(made, ISO_8859_1), "of " + length);
      Files.delete(archives.resolve("vm.ova"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web-1.a_b,web-1.a_b",
    "größe ☃,gr__e__",
    "../../etc,_._.._etc",
    "-rf,_rf",
    "[a]*?%41,_a____41",
    "C:\\vm,C__vm"
  })
  void namesItsFilesSoThatEveryImporterFindsThem(String machine, String base) {
    assertEquals(
        new PackageNames(base + ".ovf", base + ".mf", base + "-disk1.vmdk"),
        PackageNames.of(machine));
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void isReadWithoutProblemsInEitherWay(Access access) throws IOException {
    Path file = write("vm", TinyDisk.bytes(CAPACITY));

    try (DiskImage image =
        new FixedFormats(new OvaFormat(), new TinyDisk())
            .open(access.source(file), ImageProperties.NONE)) {
      OvaTester.Outcome outcome = OvaTester.copied(image);
      assertEquals(List.of("disk-format-differs"), names(outcome));
      assertEquals(65536, image.facts().populatedBytes());
    }
  }

  @Test
  void isNoArchiveBeforeItIsFinished() throws IOException {
    Path file = archives.resolve("vm.ova");
    try (NewPackage made = container().begin(machine("vm"), FolderImageTarget.of(file))) {
      try (OutputStream out = made.disk().open()) {
        out.write(TinyDisk.bytes(CAPACITY));
      }
    }

    try (var in = Files.newInputStream(file)) {
      assertEquals("\0".repeat(512), new String(in.readNBytes(512), ISO_8859_1));
    }
  }

  @Test
  void refusesDisksThatImportersDo() throws IOException {
    FolderImageTarget target = FolderImageTarget.of(archives.resolve("vm.ova"));
    PackagedMachine raw =
        new PackagedMachine("vm", 1, 64, new DiskSpec(512, AdapterType.IDE), "raw");

    StorageException refusal =
        assertThrows(StorageException.class, () -> container().begin(raw, target));

    assertEquals(CommonError.UNSUPPORTED, refusal.code());
    assertTrue(refusal.getMessage().contains("raw"), refusal.getMessage());
  }

  @Test
  void refusesTargetsThatAreStreams() {
    FolderImageTarget target = FolderImageTarget.streamOnly(archives.resolve("vm.ova"));

    StorageException refusal =
        assertThrows(StorageException.class, () -> container().begin(machine("vm"), target));

    assertEquals(CommonError.UNSUPPORTED, refusal.code());
  }

  @Test
  void isNotFinishedBeforeItsDiskIs() throws IOException {
    FolderImageTarget target = FolderImageTarget.of(archives.resolve("vm.ova"));
    try (NewPackage made = container().begin(machine("vm"), target)) {
      assertThrows(IllegalStateException.class, () -> made.finish(OptionalLong.empty()));
      OutputStream out = made.disk().open();
      assertThrows(IllegalStateException.class, () -> made.disk().open());
      assertThrows(IllegalStateException.class, () -> made.finish(OptionalLong.empty()));
      out.close();
      assertThrows(IOException.class, () -> out.write(1));
    }
  }

  private static List<String> names(OvaTester.Outcome outcome) {
    return outcome.codes().stream().map(code -> code.name()).toList();
  }

  /** The content of a member, found by the archive's own headers. */
  private static byte[] member(byte[] archive, String name) {
    int at = 0;
    while (true) {
      String found = new String(archive, at, 100, ISO_8859_1).replace("\0", "");
      int size = Integer.parseInt(new String(archive, at + 124, 11, ISO_8859_1), 8);
      if (found.equals(name)) {
        return java.util.Arrays.copyOfRange(archive, at + 512, at + 512 + size);
      }
      at += 512 + (size + 511) / 512 * 512;
    }
  }
}
