package com.example.guice;

import com.google.inject.AbstractModule;

/** What the application binds for itself. */
final class FarmModule extends AbstractModule {

  private final String image;

  FarmModule(String image) {
    this.image = image;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    bind(Image.class).toInstance(new Image(image));
    bind(Farm.class);
  }
}
