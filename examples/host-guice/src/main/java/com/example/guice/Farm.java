package com.example.guice;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.stowage.runtime.Operation;
import org.stowage.runtime.StowageService;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;

/** Servers that are all alike. */
final class Farm {

  private final StowageService stowage;
  private final Image image;

  @Inject
  Farm(StowageService stowage, Image image) {
    this.stowage = stowage;
    this.image = image;
  }

  /** Makes servers, all at once. The first of them imports the image, the others wait for it. */
  void grow(int servers) throws IOException {
    List<CompletableFuture<Deployment>> growing =
        IntStream.rangeClosed(1, servers).mapToObj(number -> deploy("server-" + number)).toList();
    CompletableFuture.allOf(growing.toArray(CompletableFuture[]::new)).join();

    long imports = growing.stream().filter(server -> !server.join().cacheHit()).count();
    System.out.println(servers + " servers, image imports: " + imports);
    stowage
        .call(runtime -> runtime.instances(null))
        .forEach(view -> System.out.println(view.instance().name() + " on " + view.parentPath()));
  }

  private CompletableFuture<Deployment> deploy(String name) {
    Operation operation = Operation.unwatched("deploying " + name);
    return stowage.submit(
        operation,
        runtime -> runtime.deploy(DeployRequest.of(image.reference(), name), operation));
  }
}
