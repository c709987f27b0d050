package org.stowage.cli.instance;

import org.stowage.cli.output.Result;

/** The JSON of destroy: what is gone. */
record DestroyResult(String instance, String target, String datastore) implements Result {

  @Override
  public String text() {
    return instance + " is gone from datastore " + datastore;
  }
}
