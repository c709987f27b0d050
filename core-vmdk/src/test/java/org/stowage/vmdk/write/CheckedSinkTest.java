package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.vmdk.format.VmdkError;

class CheckedSinkTest {

  private final List<String> calls = new ArrayList<>();
  private final CheckedSink sink =
      new CheckedSink("disk", 4096) {
        @Override
        void store(long offsetBytes, ByteBuffer data) throws IOException {
          calls.add(offsetBytes + "+" + data.remaining());
          if (data.get(0) != 0) {
            throw new IOException("full");
          }
        }

        @Override
        void complete() {
          calls.add("complete");
        }

        @Override
        void release() {
          calls.add("release");
        }
      };

  @Test
  void takesExtentsThatKeepTheContract() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(2000).position(464);

    sink.write(0, data);
    sink.write(2048, ByteBuffer.allocate(100));
    sink.write(4096 - 512, ByteBuffer.allocate(512));
    sink.finish();
    sink.close();
    sink.close();

    assertEquals(2000, data.position());
    assertEquals(List.of("0+1536", "2048+100", "3584+512", "complete", "release"), calls);
  }

  @Test
  void refusesOverlapDisorderAndOffsetsWithinASector() throws Exception {
    sink.write(1024, ByteBuffer.allocate(513));

    assertEquals(VmdkError.EXTENT_ORDER, refusal(1024 + 512, 512));
    assertEquals(VmdkError.EXTENT_ORDER, refusal(0, 512));
    assertEquals(VmdkError.EXTENT_ORDER, refusal(2049, 512));
    assertEquals(VmdkError.EXTENT_ORDER, refusal(-512, 512));
    assertEquals(List.of("1024+513"), calls);
  }

  @Test
  void refusesContentBeyondTheCapacity() {
    assertEquals(VmdkError.BEYOND_CAPACITY, refusal(0, 4097));
    assertEquals(VmdkError.BEYOND_CAPACITY, refusal(4096, 1));
    assertEquals(VmdkError.BEYOND_CAPACITY, refusal(8192, 1));
    assertEquals(List.of(), calls);
  }

  @Test
  void doesNotCompleteADiskAfterAFailure() throws Exception {
    ByteBuffer data = ByteBuffer.wrap(new byte[] {1});

    assertThrows(IOException.class, () -> sink.write(0, data));

    assertThrows(IllegalStateException.class, sink::finish);
    assertThrows(IllegalStateException.class, () -> sink.write(512, ByteBuffer.allocate(1)));
    sink.close();
    assertEquals(List.of("0+1", "release"), calls);
  }

  @Test
  void takesNothingAfterItsEnd() throws Exception {
    sink.finish();

    assertThrows(IllegalStateException.class, sink::finish);
    assertThrows(IllegalStateException.class, () -> sink.write(0, ByteBuffer.allocate(1)));
  }

  private ErrorCode refusal(long offset, int length) {
    return assertThrows(
            StorageException.class, () -> sink.write(offset, ByteBuffer.allocate(length)))
        .code();
  }
}
