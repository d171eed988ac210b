// Waits until nothing is under way any more, and writes down what the gateway says then.
#pragma once

#include "chaos/checker.hpp"
#include "e2e/gateway.hpp"

namespace lockstep::chaos {

// At rest: every session is up, the exchange has had and said nothing for half a second, and the
// gateway knows of every order what became of it and holds and works what the exchange says. At the
// end of the day also: nobody holds or works anything. After a minute it gives up, and says what is
// missing.
Rest wait_for_rest(const Cast& cast, const e2e::Gateway& gateway, Tape& tape, bool at_the_end);

} // namespace lockstep::chaos
