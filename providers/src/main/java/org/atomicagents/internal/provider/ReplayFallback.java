package org.atomicagents.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * An interceptor that sends a request again without the opaque parts of earlier responses if the
 * provider cannot decrypt them.
 *
 * <p>Encrypted reasoning belongs to the account or the Azure resource that returned it, which
 * neither the name of the provider nor that of the model shows; it may also expire. The refused
 * parts are remembered, so that later requests of the conversation do not contain them. A client
 * adds one instance to all of its models. Up to {@value #MAX_REFUSED} parts are remembered; when
 * that limit is reached, all are discarded. Thread-safe.
 */
public final class ReplayFallback implements Interceptor {
  private static final int MAX_REFUSED = 1_000;
  private final Pattern refusal;
  private final Set<UUID> refused = ConcurrentHashMap.newKeySet();

  /**
   * Creates an interceptor.
   *
   * @param refusal matches the message or the body of the error by which the provider refuses parts
   */
  public ReplayFallback(Pattern refusal) {
    this.refusal = refusal;
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    List<Content.Opaque> parts = opaqueParts(request);
    if (parts.isEmpty()) {
      return chain.proceed(request, context);
    }
    if (!refused.isEmpty() && parts.stream().anyMatch(this::isRefused)) {
      return intercept(without(request, this::isRefused), context, chain);
    }
    try {
      return ModelExchange.started(chain.proceed(request, context), context);
    } catch (BadRequestException e) {
      if (!isRefusal(e.error())) {
        throw e;
      }
      remember(parts);
      if (!context.mayRequest()) {
        throw e;
      }
      if (context.listeners().isActive()) {
        context
            .listeners()
            .emit(
                new AgentEvent.OpaquePartsRefused(
                    context.agent(), request.model(), parts.size(), e));
      }
      return chain.proceed(without(request, part -> true), context);
    }
  }

  private boolean isRefusal(ProviderError error) {
    return refusal.matcher(error.message()).find() || refusal.matcher(error.body()).find();
  }

  private void remember(List<Content.Opaque> parts) {
    if (refused.size() + parts.size() > MAX_REFUSED) {
      refused.clear();
    }
    parts.forEach(part -> refused.add(digest(part)));
  }

  private boolean isRefused(Content.Opaque part) {
    return refused.contains(digest(part));
  }

  private static UUID digest(Content.Opaque part) {
    return UUID.nameUUIDFromBytes(part.json().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Content.Opaque> opaqueParts(ModelRequest request) {
    var opaque = new ArrayList<Content.Opaque>(0);
    for (Message message : request.messages()) {
      for (Content part : message.parts()) {
        if (part instanceof Content.Opaque found) {
          opaque.add(found);
        }
      }
    }
    return opaque;
  }

  private static ModelRequest without(ModelRequest request, Predicate<Content.Opaque> isOmitted) {
    return request.withMessages(
        request.messages().stream()
            .map(message ->
                new Message(
                    message.role(),
                    message.parts().stream()
                        .filter(part ->
                            !(part instanceof Content.Opaque opaque && isOmitted.test(opaque)))
                        .toList()))
            .toList());
  }
}
