package org.stowage.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.StorageException;

/** Sources, targets and sinks notice what their users leave open or do in the wrong order. */
class StrictFilesTest {

  @TempDir Path folder;

  private static ByteBuffer sector() {
    return ByteBuffer.allocate(512);
  }

  @Test
  void aSourceCountsWhatIsOpenAndRead() throws IOException {
    FileImageSource source = FileImageSource.of(Files.write(folder.resolve("a"), new byte[9]));
    InputStream stream = source.open();
    SeekableByteChannel channel = source.openChannel().orElseThrow();
    stream.readNBytes(4);
    channel.read(ByteBuffer.allocate(3));

    assertEquals(7, source.readBytes());
    assertEquals(2, source.openHandles());
    stream.close();
    stream.close();
    assertEquals(1, source.openHandles());
    channel.close();
    assertEquals(0, source.openHandles());
  }

  @Test
  void aPureStreamIsOpenedOnce() throws IOException {
    FileImageSource source = FileImageSource.pureStream(Files.createFile(folder.resolve("a")));
    source.open().close();

    assertThrows(StorageException.class, source::open);
  }

  @Test
  void aTargetCountsWhatIsOpenAndIsOpenedOnce() throws IOException {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("a"));
    OutputStream first = target.open();
    OutputStream second = target.sibling("b").open();

    assertEquals(2, target.openHandles());
    assertThrows(AssertionError.class, target::open);
    assertThrows(AssertionError.class, target::openChannel);
    first.close();
    second.close();
    assertEquals(0, target.openHandles());
  }

  @Test
  void aSinkTakesExtentsInOrderUntilItIsFinished() {
    RecordingDiskSink sink = new RecordingDiskSink(2048);
    sink.write(512, sector());

    assertThrows(AssertionError.class, () -> sink.write(0, sector()));
    assertThrows(AssertionError.class, () -> sink.write(1000, sector()));
    assertThrows(AssertionError.class, () -> sink.write(2048, sector()));
    assertThrows(AssertionError.class, () -> sink.write(1024, ByteBuffer.allocate(0)));
    sink.finish();
    assertThrows(AssertionError.class, () -> sink.write(1024, sector()));
    assertThrows(AssertionError.class, sink::finish);
  }
}
