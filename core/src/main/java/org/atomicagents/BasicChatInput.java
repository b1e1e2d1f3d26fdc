package org.atomicagents;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.atomicagents.schema.Description;

/**
 * The input of a chat agent.
 *
 * @param chatMessage the user's message
 */
@JsonTypeName("BasicChatInputSchema")
@Description("A message from the user to the assistant.")
public record BasicChatInput(
    @JsonProperty("chat_message") @Description("The text of the user's message.")
        String chatMessage) {}
