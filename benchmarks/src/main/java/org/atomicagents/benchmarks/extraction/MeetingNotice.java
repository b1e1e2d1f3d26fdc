package org.atomicagents.benchmarks.extraction;

import java.time.LocalDate;
import org.atomicagents.schema.Description;

/** A date and a boolean. */
@Description("A meeting")
public record MeetingNotice(String topic, LocalDate date, boolean online) {}
