package org.atomicagents;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.atomicagents.schema.Description;

/** What a user says to an agent that just chats. */
@JsonTypeName("BasicChatInputSchema")
@Description("What the user says to the assistant.")
public record BasicChatInput(
    @JsonProperty("chat_message") @Description("The user's message.") String chatMessage) {}
