package org.stowage.plugin.vmfsnfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.disk.WritableFormatContract;

class SparseFormatTest extends WritableFormatContract {

  @Override
  protected WritableFormat format() {
    return new SparseFormat();
  }

  @Test
  void isNamedSparse() {
    assertEquals("sparse", format().id());
  }
}
