package org.stowage.plugin.scaleio;

import com.google.inject.AbstractModule;

/** Wires this plugin's extension. */
public final class ScaleioModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(SioBackend.class);
  }
}
