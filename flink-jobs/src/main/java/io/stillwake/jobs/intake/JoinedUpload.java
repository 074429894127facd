package io.stillwake.jobs.intake;

import io.stillwake.proto.TicketNews;
import io.stillwake.proto.TicketState;
import io.stillwake.proto.WorkRequest;
import java.util.List;

/**
 * What one sign of a ticket led to.
 *
 * @param state what to remember
 * @param news in order
 * @param looks workers to be sent to look for the object; at most one
 */
record JoinedUpload(TicketState state, List<TicketNews> news, List<WorkRequest> looks) {

  JoinedUpload {
    news = List.copyOf(news);
    looks = List.copyOf(looks);
  }
}
