package org.atomicagents.internal.usage;

import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RequestMeter;
import org.atomicagents.model.RunContext;
import org.atomicagents.usage.UsageScope;

/** Counts the requests of a scope. Equal meters count a request once. */
record UsageMeter(UsageCore core, UsageScope scope) implements RequestMeter {

  @Override
  public Account open(Model model, ModelRequest request, RunContext context) {
    return core.reserve(scope, model, request, context);
  }
}
