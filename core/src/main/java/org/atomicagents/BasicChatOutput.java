package org.atomicagents;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.atomicagents.schema.Description;

/** What an agent that just chats answers. */
@JsonTypeName("BasicChatOutputSchema")
@Description("What the assistant answers.")
public record BasicChatOutput(
    @JsonProperty("chat_message") @Description("The answer; Markdown is allowed.")
        String chatMessage) {}
