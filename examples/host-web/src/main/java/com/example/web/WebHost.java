package com.example.web;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.staticfiles.Location;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.StowageService;
import org.stowage.runtime.plugin.PluginReport;

/**
 * A page on which images are deployed. It listens on the loopback interface only, as it asks nobody
 * who they are.
 */
public final class WebHost {

  private final StowageService service;
  private final Orders orders;
  private final PrometheusMeterRegistry metrics;

  private WebHost(StowageService service, PrometheusMeterRegistry metrics) {
    this.service = service;
    this.orders = new Orders(service);
    this.metrics = metrics;
  }

  /**
   * @param arguments the folder of plugins, the folder for data, the port, 0 for any
   */
  public static void main(String[] arguments) throws IOException {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    StowageService service =
        StowageService.start(
            Stowage.builder()
                .plugins(Path.of(arguments[0]))
                .home(Path.of(arguments[1]))
                .onPluginCalls(new PluginMetrics(metrics)));
    new WebHost(service, metrics).serve(Integer.parseInt(arguments[2]));
  }

  private void serve(int port) {
    Javalin server =
        Javalin.create(
            config -> {
              config.jetty.host = "127.0.0.1";
              config.startup.showJavalinBanner = false;
              config.staticFiles.add("/page", Location.CLASSPATH);
              route(config.routes);
            });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    server.start(port);
    System.out.println("http://127.0.0.1:" + server.port() + "/");
  }

  private void route(RoutesConfig routes) {
    routes.post("/deployments", this::deploy);
    routes.delete("/deployments/{name}", this::cancel);
    routes.sse("/deployments/events", orders::watch);
    routes.get("/instances", this::instances);
    routes.get("/plugins", request -> request.json(plugins(pluginReports())));
    routes.post("/plugins/reload", request -> request.json(plugins(service.reload())));
    routes.get("/metrics", request -> request.result(metrics.scrape()));
  }

  record Wish(String name, String image) {}

  private void deploy(Context request) {
    if (!"application/json".equals(request.contentType())) {
      throw new BadRequestResponse("a wish is JSON");
    }
    Wish wish = request.bodyAsClass(Wish.class);
    if (!orders.place(wish.name(), wish.image())) {
      throw new ConflictResponse(wish.name() + " is being deployed already");
    }
    request.status(HttpStatus.ACCEPTED);
  }

  private void cancel(Context request) {
    String name = request.pathParam("name");
    if (!orders.cancel(name)) {
      throw new NotFoundResponse("nobody has asked for " + name);
    }
    request.status(HttpStatus.ACCEPTED);
  }

  record Row(String name, String datastore, long capacityBytes, String disk) {}

  private void instances(Context request) throws IOException {
    request.json(
        service.call(stowage -> stowage.instances(null)).stream()
            .map(
                view ->
                    new Row(
                        view.instance().name(),
                        view.instance().datastore(),
                        view.instance().capacityBytes(),
                        view.diskPath()))
            .toList());
  }

  record Plugin(String id, String version, PluginReport.State state, long calls, long faults) {}

  private List<PluginReport> pluginReports() throws IOException {
    return service.call(Stowage::plugins);
  }

  private List<Plugin> plugins(List<PluginReport> reports) {
    return reports.stream().map(this::plugin).toList();
  }

  private Plugin plugin(PluginReport report) {
    long calls = 0;
    long faults = 0;
    for (var each : service.pluginCalls()) {
      if (each.pluginId().equals(report.id())) {
        calls += each.count();
        faults += each.faults();
      }
    }
    return new Plugin(report.id(), report.version(), report.state(), calls, faults);
  }

  /** Leaves the datastores as they were before what is half-done. */
  private void stop(Javalin server) {
    orders.close();
    server.stop();
    try {
      service.close();
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
