// look.mjs PICTURES PAGE.html…: opens each page in Chromium as people may see it, runs axe-core in it,
// and takes a picture. Ends with 1 when axe-core finds anything, a page fetches or runs something, or
// is wider than its window.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [pictures, ...pages] = process.argv.slice(2);

const desk = {width: 1280, height: 900};
const hand = {width: 400, height: 800};
const a4 = {width: 794, height: 1123};
const looks = [
    {name: 'light', viewport: desk, colorScheme: 'light'},
    {name: 'dark', viewport: desk, colorScheme: 'dark'},
    {name: 'narrow', viewport: hand, colorScheme: 'light'},
    {name: 'narrow-dark', viewport: hand, colorScheme: 'dark'},
    {name: 'print', viewport: a4, colorScheme: 'light', media: 'print'},
];
const tallest = 9000;
let faults = 0;

function fault(name, words) {
    faults++;
    console.log(`not ok: ${name}: ${words}`);
}

// The page's policy stays in force: what axe-core needs is evaluated from outside.
async function check(page, name) {
    await page.evaluate(axe);
    const {violations, passes} = await page.evaluate(() => globalThis.axe.run(document));
    for (const {id, help, nodes} of violations) {
        fault(name, `${id}: ${help}: ${nodes.length} times, first ${nodes[0].html.slice(0, 200)} ` +
            `(${nodes[0].failureSummary?.replaceAll('\n', ' ').slice(0, 300)})`);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (width > 0) {
        fault(name, `${width} pixels wider than its window`);
    }
    return passes.length;
}

// By keyboard alone: the first stop is the link past the navigation, and it can be seen.
async function checkKeyboard(page, name) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
        const at = document.activeElement;
        const box = at.getBoundingClientRect();
        return at.className === 'skip' && box.left >= 0 && box.top >= 0 &&
            getComputedStyle(at).outlineStyle !== 'none';
    });
    if (!seen) {
        fault(name, 'the link past the navigation does not come first, or is not seen');
    }
    await page.keyboard.press('Enter');
    if (await page.evaluate(() => document.activeElement.id) !== 'main') {
        fault(name, 'the link past the navigation does not lead to the content');
    }
}

// What one sees first, the trend, and the page as a whole.
async function picture(page, name, width) {
    const show = id => page.evaluate(to => document.getElementById(to).scrollIntoView({behavior: 'instant'}), id);
    await page.evaluate(() => { document.activeElement.blur(); scrollTo({top: 0, behavior: 'instant'}); });
    await page.screenshot({path: join(pictures, `${name}-top.png`)});
    await show('trend');
    await page.screenshot({path: join(pictures, `${name}-trend.png`)});
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({
        path: join(pictures, `${name}.png`), fullPage: true,
        clip: {x: 0, y: 0, width, height: Math.min(height, tallest)},
    });
}

async function look(browser, file, {name: way, viewport, colorScheme, media}) {
    const name = `${basename(file, '.html')}-${way}`;
    const context = await browser.newContext({viewport, colorScheme});
    context.setDefaultTimeout(300000); // ms: a busy machine takes its time for a long page
    const page = await context.newPage();
    page.on('console', message => fault(name, `the console says ${message.text()}`));
    page.on('request', request => {
        if (request.url() !== pathToFileURL(file).href) {
            fault(name, `it fetches ${request.url()}`);
        }
    });
    await page.goto(pathToFileURL(file).href);
    await page.emulateMedia({media: media ?? 'screen', colorScheme});
    const passes = await check(page, name);
    if (media === 'print') {
        await page.pdf({path: join(pictures, `${name}.pdf`), preferCSSPageSize: true});
    } else {
        await checkKeyboard(page, name);
    }
    await picture(page, name, viewport.width);
    console.log(`${name}: ${passes} rules of axe-core passed`);
    await context.close();
}

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
for (const file of pages) {
    for (const way of looks) {
        await look(browser, file, way);
    }
}
await browser.close();
if (faults > 0 || pages.length === 0) {
    console.log(`${faults} faults`);
    process.exit(1);
}
console.log(`${pages.length} pages looked at in ${looks.length} ways: no fault`);
