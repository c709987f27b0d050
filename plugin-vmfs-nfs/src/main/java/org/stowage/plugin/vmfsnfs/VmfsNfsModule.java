package org.stowage.plugin.vmfsnfs;

import com.google.inject.AbstractModule;

/** Wires this plugin's extensions. */
public final class VmfsNfsModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(VmfsDatastoreType.class);
    bind(NfsDatastoreType.class);
    bind(SparseFormat.class);
    bind(FlatFormat.class);
    bind(RawFormat.class);
  }
}
