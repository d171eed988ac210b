// The bookkeeping between the leader's orders and their mirrors, and the entries that copy fills.
#pragma once

#include "desired.hpp"
#include "follower.hpp"
#include "sender.hpp"
#include "step.hpp"

namespace lockstep {

// Gives every resting order of the leader a mirror record, turns entries that became exits, and
// forgets records that nothing refers to any more.
void keep_mirrors(Follower& follower, Link& link, const LeaderView& leader);

// Resting entries that have no order here are not mirrored any more, and that is said; their fills
// are still copied.
void bar_resting_entries(const Follower& follower, Link& link, const LeaderView& leader,
                         Step& step);

// What a change of the leader's book means to this link: keeps the accounts of its mirrors, and
// plans the entry that copies a fill that no mirror stands for. Gives why a fill is not copied.
Reason take_leader_change(Follower& follower, Link& link, const LeaderView& leader,
                          const LeaderChange& change, Step& step);

// LateEntry=chase: a mirror whose cancel is answered becomes a planned entry.
void plan_chases(Follower& follower, Link& link, const LeaderView& leader);

// Planned entries of one side; those of the other are dropped when the leader has turned again.
Quantity planned(const Link& link, Side side);

// Sends the planned entries whose turn has come, drops those that may not leave any more. Gives
// true when one was dropped: the room that was kept for it is free for mirrors.
bool send_plans(Follower& follower, Link& link, const LeaderView& leader, const Desired& desired,
                Sender& sender, Step& step);

void drop_plans(Follower& follower, Link& link, Reason reason, Step& step);

} // namespace lockstep
