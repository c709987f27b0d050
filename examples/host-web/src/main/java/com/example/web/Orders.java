package com.example.web;

import io.javalin.http.sse.SseClient;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.stowage.runtime.StowageService;

/**
 * All deployments that were asked for, and the browsers that watch them. Safe for use by several
 * threads.
 */
final class Orders implements AutoCloseable {

  private final StowageService service;
  private final Map<String, Order> orders = Collections.synchronizedMap(new LinkedHashMap<>());

  /** One thread: each browser hears of everything in order, and no deployment waits for any. */
  private final ExecutorService announcer = Executors.newSingleThreadExecutor();

  private final Set<SseClient> watchers = new HashSet<>();

  Orders(StowageService service) {
    this.service = service;
  }

  /** Starts a deployment; false when one of that name is under way. */
  boolean place(String name, String image) {
    Order order = new Order(name, image, this::announce);
    synchronized (orders) {
      Order former = orders.get(name);
      if (former != null && former.report().state() == Order.State.RUNNING) {
        return false;
      }
      orders.put(name, order);
    }
    announce(order.report());
    order.start(service);
    return true;
  }

  /** Cancels a deployment; false when there is none of that name. */
  boolean cancel(String name) {
    Order order = orders.get(name);
    if (order != null) {
      order.cancel();
    }
    return order != null;
  }

  /** Tells a browser of every deployment there has been, and of each change from now on. */
  void watch(SseClient browser) {
    browser.keepAlive();
    browser.onClose(() -> announcer.execute(() -> watchers.remove(browser)));
    announcer.execute(
        () -> {
          synchronized (orders) {
            orders.values().forEach(order -> browser.sendEvent(order.report()));
          }
          watchers.add(browser);
        });
  }

  private void announce(Order.Report report) {
    announcer.execute(() -> watchers.forEach(browser -> browser.sendEvent(report)));
  }

  /** Cancels what runs. The service waits for it. */
  @Override
  public void close() {
    synchronized (orders) {
      orders.values().forEach(Order::cancel);
    }
  }
}
