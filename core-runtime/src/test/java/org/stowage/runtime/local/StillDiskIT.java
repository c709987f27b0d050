package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.TestTransfer;

/** Snapshots and QEMU, which uses the same disk at the same time. */
class StillDiskIT {

  private static final int CAPACITY = 4 << 20;

  @TempDir Path folder;
  private LocalTarget target;
  private DatastorePath base;

  @BeforeEach
  void makeBaseDisk() throws IOException {
    target = TestTarget.in(folder, TestTarget.PLAIN);
    DatastorePath images = DatastorePath.root(TestTarget.PLAIN).resolve("_vmware_base/img");
    target.ports(TestTarget.PLAIN).files().makeDirectory(images);
    base = images.resolve("img.vmdk");
    target.ports(TestTarget.PLAIN).disks().create(base, CAPACITY, AdapterType.LSILOGIC);
  }

  private Instance create(boolean linked) throws Exception {
    Instance instance =
        target
            .instances()
            .create(
                new InstanceSpec(
                    "web-1",
                    TestTarget.PLAIN,
                    "img",
                    base,
                    linked,
                    CAPACITY,
                    AdapterType.LSILOGIC,
                    1,
                    64,
                    null),
                new TestTransfer(2));
    RealPeers.run(folder, "qemu-io", "-f", "vmdk", "-c", "write -P 7 1M 64k", disk(instance));
    return instance;
  }

  private String disk(Instance instance) {
    return target.display(instance.disk());
  }

  private DiskImage open(Instance instance) throws IOException {
    return target.snapshots().orElseThrow().open(instance, new TestTransfer(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isNotHadWhileQemuMayWrite(boolean linked) throws Exception {
    Instance instance = create(linked);
    Process qemu =
        new ProcessBuilder(RealPeers.require("qemu-io").toString(), "-f", "vmdk", disk(instance))
            .redirectErrorStream(true)
            .start();
    try (OutputStream commands = qemu.getOutputStream()) {
      commands.write("read 0 512\n".getBytes());
      commands.flush();
      String answer = new String(qemu.getInputStream().readNBytes(20));
      assertTrue(answer.contains("read"), answer);

      StorageException refusal = assertThrows(StorageException.class, () -> open(instance));

      assertEquals(CommonError.NOT_ALLOWED, refusal.code());
      assertTrue(refusal.getMessage().contains("QEMU"), refusal.getMessage());
    } finally {
      qemu.waitFor();
    }
    open(instance).close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsQemuFromWritingWhileItIsRead(boolean linked) throws Exception {
    Instance instance = create(linked);
    WritingMeanwhile sink = new WritingMeanwhile(disk(instance));

    try (DiskImage image = open(instance)) {
      image.copyTo(sink, new TestTransfer(2));
    }

    assertTrue(sink.refusal.contains("Failed to get \"write\" lock"), sink.refusal);
    RealPeers.run(folder, "qemu-io", "-f", "vmdk", "-c", "write 0 64k", disk(instance));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void letsQemuReadMeanwhile(boolean linked) throws Exception {
    Instance instance = create(linked);

    try (DiskImage image = open(instance)) {
      assertEquals(CAPACITY, image.facts().capacityBytes());
      RealPeers.run(folder, "qemu-img", "check", "-f", "vmdk", disk(instance));
    }
  }

  /** Lets QEMU try to write in the middle of the copy. */
  private static final class WritingMeanwhile implements DiskSink {

    private final String disk;
    private String refusal = "";

    WritingMeanwhile(String disk) {
      this.disk = disk;
    }

    @Override
    public void write(long offsetBytes, ByteBuffer data) throws IOException {
      data.position(data.limit());
      try {
        RealPeers.run(Path.of("."), "qemu-io", "-f", "vmdk", "-c", "write 0 64k", disk);
      } catch (AssertionError e) {
        refusal = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
