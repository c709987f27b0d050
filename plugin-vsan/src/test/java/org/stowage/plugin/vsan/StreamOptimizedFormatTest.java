package org.stowage.plugin.vsan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.disk.WritableFormatContract;

class StreamOptimizedFormatTest extends WritableFormatContract {

  @Override
  protected WritableFormat format() {
    return new StreamOptimizedFormat();
  }

  @Override
  protected boolean opensStreams() {
    return true;
  }

  @Test
  void isNamedStreamOptimized() {
    assertEquals("streamOptimized", format().id());
  }
}
