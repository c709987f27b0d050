package org.stowage.cli.type;

import java.util.Iterator;
import java.util.List;

/** The formats that the plugins of the distribution write; others may be there. */
public final class FormatNames implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return List.of("streamOptimized", "sparse", "flat", "raw", "ova").iterator();
  }
}
