import time
from collections import Counter
import cProfile, pstats
from pasar.simulate.living import run
from pasar.simulate.living.clockwork import Clockwork
def test_x(outside_databases):
    seen=Counter(); spent=Counter(); results=Counter()
    old=Clockwork._die_or
    def die(self,name,move):
        t=time.perf_counter(); r=old(self,name,move); spent[name]+=time.perf_counter()-t; seen[name]+=1; results[name]+=bool(r); return r
    Clockwork._die_or=die
    oldc=Clockwork._consume
    def cons(self):
        t=time.perf_counter(); r=oldc(self); spent['consume']+=time.perf_counter()-t; seen['consume']+=1; results['consume']+=bool(r); return r
    Clockwork._consume=cons
    from pasar.simulate.living.outside import Outside
    oldw=Outside.work
    def work(self,now):
        t=time.perf_counter(); r=oldw(self,now); spent['outside']+=time.perf_counter()-t; seen['outside']+=1; results['outside']+=bool(r); return r
    Outside.work=work
    t=time.time()
    pr=cProfile.Profile(); pr.enable()
    s=run(seed=7, days=1, orders=20, **outside_databases)
    pr.disable()
    print(s.text()); print(time.time()-t)
    for n,v in spent.most_common(): print(n, round(v,2), seen[n], results[n])
    pstats.Stats(pr).sort_stats('cumtime').print_stats(45)
