package com.example.plain;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.StowageService;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.InstanceView;

/** Deploys an image twice, thinks better of the second, and lists what there is. */
public final class PlainHost {

  private PlainHost() {}

  /**
   * @param arguments the folder of plugins, the folder for data, the image
   */
  public static void main(String[] arguments) throws Exception {
    Path plugins = Path.of(arguments[0]);
    Path home = Path.of(arguments[1]);
    String image = arguments[2];

    try (StowageService service =
        StowageService.start(Stowage.builder().home(home).plugins(plugins))) {

      Deployment web = deploy(service, image, "web-1").get();
      System.out.println("web-1 is ready: " + web.instance().diskPath());

      CompletableFuture<Deployment> unwanted = deploy(service, image, "web-2");
      unwanted.cancel(true);
      System.out.println("web-2 is not wanted any more");

      for (InstanceView view : service.call(stowage -> stowage.instances(null))) {
        System.out.println("there is " + view.instance().name());
      }
    }
    // The service has waited for web-2 to clean up after itself.
  }

  private static CompletableFuture<Deployment> deploy(
      StowageService service, String image, String name) {
    Operation operation =
        new Operation(
            "deploying " + name, Runtime.getRuntime().availableProcessors(), printing(name));
    return service.submit(
        operation, stowage -> stowage.deploy(DeployRequest.of(image, name), operation));
  }

  /** Prints each tenth of the way, once. */
  private static Operation.Listener printing(String name) {
    AtomicInteger printed = new AtomicInteger();
    return (doneBytes, totalBytes) -> {
      int tenths = totalBytes > 0 ? (int) (10 * doneBytes / totalBytes) : 0;
      if (printed.getAndAccumulate(tenths, Math::max) < tenths) {
        System.out.println(name + ": " + 10 * tenths + " %");
      }
    };
  }
}
