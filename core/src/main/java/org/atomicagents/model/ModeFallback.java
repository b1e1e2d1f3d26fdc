package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.jspecify.annotations.Nullable;

/**
 * Asks for JSON in another way where the provider refuses the first.
 *
 * <p>Which ways there are says {@link OutputFormat#fallbacks()}; where there is none, since the
 * user has chosen the mode, the refusal is thrown. What was refused is remembered by model, so that
 * it isn't tried again, and told as {@link AgentEvent.ModeRefused}; an answer in another mode
 * begins with a {@link ModelEvent.ModeChanged}. Each try counts as a request. If all ways are
 * refused, it may have been for another reason: nothing is remembered, and the first refusal is
 * thrown.
 *
 * <p>One for each client, which puts it around its models. Thread-safe. It keeps up to {@value
 * #MAX_REFUSALS} refusals, and forgets them all rather than keep more.
 */
public final class ModeFallback implements Interceptor {
  private static final int MAX_REFUSALS = 1_000;

  private final Set<RefusedMode> refusals = ConcurrentHashMap.newKeySet();

  /**
   * What a model doesn't take.
   *
   * @param strict whether only its strict variant
   * @param schema the only schema that it doesn't take in this way; null if it takes none
   */
  private record RefusedMode(
      String model, ResponseMode mode, boolean strict, @Nullable String schema) {}

  /** One that has met no refusal yet. */
  public ModeFallback() {}

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext call, Chain chain) {
    OutputFormat asked = request.output();
    if (asked == null || nextFormat(asked, RejectedPart.SCHEMA) == null) {
      return chain.proceed(request, call);
    }
    OutputFormat first = firstAccepted(request.model(), asked);
    OutputFormat format = first == null ? asked : first;
    var noted = new ArrayList<RefusedMode>();
    BadRequestException refused = null;
    while (true) {
      try {
        ModelRequest put = format.equals(asked) ? request : request.withOutput(format);
        ModelExchange begun = StartedExchange.of(chain.proceed(put, call), call);
        return format.mode() == asked.mode()
            ? begun
            : new ModeChangedExchange(begun, format.mode());
      } catch (BadRequestException e) {
        refused = refused == null ? e : withSuppressed(refused, e);
        OutputFormat next = recordRefusal(request.model(), format, e, noted);
        if (next == null || !call.mayRequest()) {
          if (next == null && e.rejectedPart() != RejectedPart.REQUEST) {
            noted.forEach(refusals::remove);
          }
          throw e.rejectedPart() == RejectedPart.REQUEST ? e : refused;
        }
        RequestEvents.modeRefused(call, request.model(), format.mode(), next.mode(), e);
        format = next;
      }
    }
  }

  /** Notes the refusal; gives the next way that isn't known to be refused, or null if none is. */
  private @Nullable OutputFormat recordRefusal(
      String model, OutputFormat format, BadRequestException e, List<RefusedMode> noted) {
    if (e.rejectedPart() == RejectedPart.REQUEST) {
      return null;
    }
    RefusedMode refusal =
        switch (e.rejectedPart()) {
          case STRICTNESS -> new RefusedMode(model, format.mode(), format.isStrict(), null);
          case SCHEMA -> new RefusedMode(model, format.mode(), format.isStrict(), format.schema());
          default -> new RefusedMode(model, format.mode(), false, null);
        };
    if (refusals.size() >= MAX_REFUSALS) {
      refusals.clear();
    }
    if (refusals.add(refusal)) {
      noted.add(refusal);
    }
    OutputFormat next = nextFormat(format, e.rejectedPart());
    return next == null ? null : firstAccepted(model, next);
  }

  /** This way, or the first after it, that isn't known to be refused; null if all are. */
  private @Nullable OutputFormat firstAccepted(String model, OutputFormat from) {
    OutputFormat format = from;
    while (format != null && !refusals.isEmpty()) {
      RejectedPart wrong = refusedPart(model, format);
      if (wrong == null) {
        return format;
      }
      format = nextFormat(format, wrong);
    }
    return format;
  }

  private @Nullable RejectedPart refusedPart(String model, OutputFormat format) {
    if (refusals.contains(new RefusedMode(model, format.mode(), false, null))) {
      return RejectedPart.MODE;
    }
    if (format.isStrict() && refusals.contains(new RefusedMode(model, format.mode(), true, null))) {
      return RejectedPart.STRICTNESS;
    }
    return refusals.contains(
            new RefusedMode(model, format.mode(), format.isStrict(), format.schema()))
        ? RejectedPart.SCHEMA
        : null;
  }

  /** The way to try after this one; null if there is none. */
  private static @Nullable OutputFormat nextFormat(OutputFormat format, RejectedPart wrong) {
    if (format.isStrict() && wrong != RejectedPart.MODE) {
      return format.withStrictSchema(null);
    }
    List<ResponseMode> left = format.fallbacks();
    return left.isEmpty()
        ? null
        : format.withMode(left.getFirst()).withFallbacks(left.subList(1, left.size()));
  }

  private static BadRequestException withSuppressed(
      BadRequestException first, BadRequestException later) {
    first.addSuppressed(later);
    return first;
  }
}
