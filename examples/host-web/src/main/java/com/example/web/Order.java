package com.example.web;

import java.util.function.Consumer;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.runtime.Operation;
import org.stowage.runtime.StowageService;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;

/** A deployment that somebody asked for. Safe for use by several threads. */
final class Order {

  /** How far an order is. */
  record Report(String name, String image, State state, int percent, String message) {}

  enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  private final String name;
  private final String image;
  private final Operation operation;
  private final Consumer<Report> audience;
  private Report report;

  /**
   * @param audience hears of each change; must return at once
   */
  Order(String name, String image, Consumer<Report> audience) {
    this.name = name;
    this.image = image;
    this.audience = audience;
    this.report = new Report(name, image, State.RUNNING, 0, "");
    this.operation =
        new Operation(
            "deploying " + name, Runtime.getRuntime().availableProcessors(), this::progressed);
  }

  void start(StowageService service) {
    DeployRequest request = DeployRequest.of(image, name);
    service
        .submit(operation, stowage -> stowage.deploy(request, operation))
        .whenComplete(this::ended);
  }

  /** Asks it to stop. It is reported as cancelled once the datastores are as they were. */
  void cancel() {
    operation.cancel();
  }

  synchronized Report report() {
    return report;
  }

  private synchronized void progressed(long doneBytes, long totalBytes) {
    int percent = totalBytes > 0 ? (int) (100 * doneBytes / totalBytes) : 0;
    if (report.state() == State.RUNNING && percent > report.percent()) {
      change(State.RUNNING, percent, "");
    }
  }

  private synchronized void ended(Deployment deployment, Throwable failure) {
    if (failure == null) {
      change(State.DONE, 100, deployment.cacheHit() ? "the image was there" : "imported the image");
    } else if (failure instanceof CancelledException) {
      change(State.CANCELLED, report.percent(), "nothing of it is left");
    } else if (failure instanceof StorageException known) {
      change(State.FAILED, report.percent(), known.getMessage() + ". " + known.remedy());
    } else {
      change(State.FAILED, report.percent(), failure.toString());
    }
  }

  private void change(State state, int percent, String message) {
    report = new Report(name, image, state, percent, message);
    audience.accept(report);
  }
}
