package org.stowage.plugin.ova;

import com.google.inject.AbstractModule;

/** Binds the extension of this plugin. */
public final class OvaModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(OvaFormat.class);
  }
}
