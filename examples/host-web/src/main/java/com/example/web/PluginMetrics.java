package com.example.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.stowage.runtime.plugin.fence.PluginCalls;

/** Shows what calls into plugins cost, as meters that are read when somebody asks for them. */
record PluginMetrics(MeterRegistry registry) implements Consumer<PluginCalls> {

  @Override
  public void accept(PluginCalls calls) {
    Tags tags = Tags.of("plugin", calls.pluginId(), "operation", calls.operation());
    FunctionTimer.builder(
            "stowage.plugin.calls",
            calls,
            PluginCalls::count,
            each -> each.totalTime().toNanos(),
            TimeUnit.NANOSECONDS)
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("stowage.plugin.failures", calls, PluginCalls::failures)
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("stowage.plugin.faults", calls, PluginCalls::faults)
        .tags(tags)
        .register(registry);
    Gauge.builder("stowage.plugin.running", calls, PluginCalls::running)
        .tags(tags)
        .register(registry);
  }
}
