package org.stowage.plugin.vvol;

import com.google.inject.AbstractModule;

/** Wires this plugin's extension. */
public final class VvolModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(VvolDatastoreType.class);
  }
}
