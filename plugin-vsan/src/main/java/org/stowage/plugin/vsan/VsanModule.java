package org.stowage.plugin.vsan;

import com.google.inject.AbstractModule;

/** Wires this plugin's extensions. */
public final class VsanModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(VsanDatastoreType.class);
    bind(StreamOptimizedFormat.class);
  }
}
