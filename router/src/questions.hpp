// What a lost session leaves open, and how the broker is asked about it when the session is back.
#pragma once

#include "follower.hpp"
#include "step.hpp"

namespace lockstep {

// The session is gone: nobody knows what becomes of the orders that work.
void lose_session(Follower& follower);
// The session is back: asks what became of every order that is unknown; of more than a few with one
// question, where the broker takes it.
void regain_session(Follower& follower, Step& step);
// The question after all orders is answered, or refused: what is unknown still is asked for one by
// one, because brokers list open orders alone. False for a question of an earlier session.
bool end_mass_question(Follower& follower, const MassStatusEnded& event, Step& step);

} // namespace lockstep
