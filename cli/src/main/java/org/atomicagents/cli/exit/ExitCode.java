package org.atomicagents.cli.exit;

import org.atomicagents.cli.source.SourceException;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;

/** How a command ends, for scripts: by who can do something about it. */
public enum ExitCode {
  /** There is a result. */
  DONE(0),
  /**
   * The program itself is at fault; of commands other than {@code run} and {@code chat}, any
   * failure.
   */
  FAILED(1),
  /** The command line was not understood, or names a file that can't be read. */
  USAGE(2),
  /** The agent's file is wrong. */
  AGENT_FILE(3),
  /** The input doesn't fit its schema. */
  INPUT(4),
  /** The model brought no valid output. */
  NO_OUTPUT(5),
  /** The provider could not be reached, refused the request, or took too long. */
  PROVIDER(6),
  /** As shells have it for Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** How {@code run} and {@code chat} end with this failure. */
  public static ExitCode of(Exception failure) {
    return switch (failure) {
      case CommandException known -> known.code();
      case SourceException e -> AGENT_FILE;
      case AgentException e -> ofRun(e);
      default -> FAILED;
    };
  }

  private static ExitCode ofRun(AgentException failure) {
    return switch (failure) {
      case InvalidOutputException e -> NO_OUTPUT;
      case TruncatedException e -> NO_OUTPUT;
      case ModelRefusalException e -> NO_OUTPUT;
      case EmptyResponseException e -> NO_OUTPUT;
      case LimitExceededException e -> NO_OUTPUT;
      case ProviderException e -> PROVIDER;
      case TransportException e -> PROVIDER;
      case TimedOutException e -> PROVIDER;
      case ContextTooLargeException e -> PROVIDER;
      case AllModelsFailedException e -> PROVIDER;
      case ConfigurationException e -> PROVIDER;
      case CancelledException e -> INTERRUPTED;
      case ConflictException e -> FAILED;
      case StoreException e -> FAILED;
    };
  }
}
