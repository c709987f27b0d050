package org.stowage.runtime.fleet;

import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.InstanceView;

/** What became of one instance of a fleet. */
public sealed interface Member {

  /** The instance's. */
  String name();

  /** It has been deployed. */
  record Deployed(Deployment deployment) implements Member {
    @Override
    public String name() {
      return deployment.instance().instance().name();
    }
  }

  /** An instance of its name was there. */
  record There(InstanceView instance) implements Member {
    @Override
    public String name() {
      return instance.instance().name();
    }
  }

  /**
   * It is missing.
   *
   * @param cause a {@link org.stowage.api.CancelledException} when the fleet was interrupted
   */
  record Missing(String name, Exception cause) implements Member {}
}
