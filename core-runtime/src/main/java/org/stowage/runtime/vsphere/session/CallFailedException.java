package org.stowage.runtime.vsphere.session;

import java.rmi.RemoteException;
import org.stowage.api.StorageException;

/** Carries an error through yavijava's methods, which declare nothing but this kind. */
final class CallFailedException extends RemoteException {

  private static final long serialVersionUID = 1L;

  private final StorageException error;

  CallFailedException(StorageException error) {
    super(error.getMessage(), error);
    this.error = error;
  }

  StorageException error() {
    return error;
  }
}
