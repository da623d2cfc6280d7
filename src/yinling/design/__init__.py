"""The look of Yinling: base pages, components, forms, scripts. README.md beside this file is the usage sheet.

A page extends `design/desk.html`, `design/public.html` or `design/elder.html` and fills the blocks `title`,
`heading`, `actions`, `content`, `help`, `head`. Components are tags, one example each:

    <c-button href="/x/" tone="secondary" icon="download">下载</c-button>
    <c-badge tone="good">已批准</c-badge>
    <c-card title="申请人">…</c-card>
    <c-facts :items="pairs" />   <c-facts.item label="姓名">…</c-facts.item>
    <c-table caption="待办"><c-slot name="head"><th scope="col">编号</th></c-slot><tr>…</tr></c-table>
    <c-trail :steps="steps" />   <c-steps :items="stages" />   <c-reasons :items="reasons" />
    <c-money :fen="fen" />   <c-stat label="待办" value="12" unit="件" />   <c-empty title="没有待办事项" />
    <c-notice tone="warn">…</c-notice>   <c-confirm action="…" submit="批准">{{ form }}</c-confirm>
    <c-progress label="…" :value="3" :maximum="9" poll="…" />   <c-next-page href="…" />
    <c-search label="…" />   <c-upload name="f" label="…" />   <c-help phone="12349" />
    <c-chart id="a" :data="chart" title="…" />   <c-map :data="map" title="…" />

It is not a place for words of care or for decisions: it receives plain values and shows them.
"""
