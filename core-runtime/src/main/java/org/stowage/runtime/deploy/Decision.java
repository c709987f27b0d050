package org.stowage.runtime.deploy;

import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * The part of a plan that is kept to be carried out later: what was asked for, and what was
 * decided. Everything else is looked at again when it is carried out.
 *
 * @param imageId the image's identity when the plan was made
 * @param datastore the one that was chosen
 */
public record Decision(DeployRequest request, String imageId, String datastore) {

  /** The request, with the decision taken. */
  DeployRequest decided() {
    return request.onDatastore(datastore);
  }

  /** Makes sure that a plan made now is for the image that was decided on. */
  void mustBeOf(Plan plan) throws StorageException {
    if (!plan.imageId().equals(imageId)) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "carrying out the plan for "
              + request.name()
              + ": the image "
              + request.image()
              + " is now "
              + plan.imageId()
              + ", but the plan was made for "
              + imageId,
          "Make a new plan.");
    }
  }
}
