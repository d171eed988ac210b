// How long it takes until everything is out: from a breach to the last cancel and to flat, and from
// the kill switch to the last cancel, printed as a table. Nothing is judged but that it is whole.
#pragma once

namespace lockstep::simulation {

// Prints the table; gives 0 when every drill came to its end.
int run_drills();

} // namespace lockstep::simulation
